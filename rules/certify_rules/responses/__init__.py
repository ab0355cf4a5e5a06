"""What operations return: status codes, descriptions, schemas, examples, and the texts of what the next step can use."""
