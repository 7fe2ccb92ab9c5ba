"""Sound, picture and film: exact to the sample and the frame."""
