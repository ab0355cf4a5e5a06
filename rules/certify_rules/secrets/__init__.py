"""Rules on what must never be published: keys, passwords, ids of tenants, people, and addresses inside a company."""
