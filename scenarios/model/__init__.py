"""One region, computed: persons to lasten, uitkering and saldo, by draws or built up in expected values."""
