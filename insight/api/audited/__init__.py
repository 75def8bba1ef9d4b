"""What the audit is told of surveys that not everybody may see."""
