"""The workbench: rules as they are being written, what they mean, and whom they would admit."""
