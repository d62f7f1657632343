# Everything is done by run.py, which also serves where there is no make.
# Further words for pytest: make test ARGS="-k chat"
PYTHON ?= python3

.PHONY: run setup test test-deps serve lint evals demo-model
run setup test test-deps serve lint evals demo-model:
	@$(PYTHON) run.py $@ $(ARGS)
