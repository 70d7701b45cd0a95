"""Fourth stage: decision tables as data, proven against the text, and their verdict for given facts.

Reading a question (which table it asks, with which polarity and facts) is not here yet: the tables are
complete and proven, and `apply` decides for facts that are given.
"""
