"""One reader for each thing that people type or say: its forms, its masking, and how it is spoken. Pure."""
