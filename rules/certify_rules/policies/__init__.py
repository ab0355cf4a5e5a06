"""Rules on `policyTemplateInstances`: what the platform does to requests and responses on their way."""
