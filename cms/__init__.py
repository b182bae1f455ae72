"""How the product is put together: settings, addresses, health. Nobody imports this."""
