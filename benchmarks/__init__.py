"""What the product costs, in ratios to floors that are measured in the same run."""
