"""The local voice: espeak-ng, or piper when the person points to a voice."""
