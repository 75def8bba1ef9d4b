"""The front door: what stands before Streamlit, and what it lets in."""
