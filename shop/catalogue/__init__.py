"""The shelves: rows become the assistant's plain items here, and nowhere else."""
