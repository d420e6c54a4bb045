// For the sake of being loaded: what lays the screen out is the larger half of it.
import 'ink';
import 'react';
