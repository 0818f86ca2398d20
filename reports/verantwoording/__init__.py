"""The year accounts as workbooks and on the screen."""
