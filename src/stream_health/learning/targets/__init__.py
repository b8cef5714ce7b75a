"""What is predicted: churn, expansion, advocacy; a model each, served together as one version."""
