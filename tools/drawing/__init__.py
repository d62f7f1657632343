"""The shop's own pictures: cloth, patterns and one drawing function per silhouette."""
