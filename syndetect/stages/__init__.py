"""What the pipeline runs, one module a stage: tables in, tables out, on the shelf."""
