"""Who answers the buttons of cards, and the words of people who work here."""
