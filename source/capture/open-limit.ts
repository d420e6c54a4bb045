/** Connections that are open at once: all markets of all exchanges take some hundreds; a capture may open any number. */
export const maxOpen = 5000;

/** Those that were closed and may be heard of again. */
export const maxClosed = 5000;

/** Why one ended where too many others were opened since. */
export const crowdedReason = `the capture has more than ${maxOpen} connections open at once, and no end of this one`;
