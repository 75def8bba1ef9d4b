"""What a stranger may write in a link or an argument to see what becomes of it."""

SCRIPT = "<script>alert(1)</script>"
PICTURE = "![x](http://evil.example/x.png)"
LONG = "x" * 5_000
SHORTENED = LONG[:3]  # a sentence repeats no more of it than it must
