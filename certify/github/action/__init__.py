"""The GitHub Action: what it is asked for, what it compares with, and what it hands to the steps after it."""
