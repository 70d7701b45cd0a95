"""The Streamlit app: it calls the public API and shows what comes back."""
