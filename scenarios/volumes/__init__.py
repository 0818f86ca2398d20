"""From the national taakstelling to persons and their trajecten."""
