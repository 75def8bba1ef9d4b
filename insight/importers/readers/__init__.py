"""Readers: a module for each format of survey file, which tells what the file itself says."""
