"""Published files become claims in the store. No Flask, no api."""
