"""The words sent to language models, one file each."""
