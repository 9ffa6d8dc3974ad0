/** The link number under which an opened unsubscribe page is kept. */
export const OPT_OUT_LINK = 255;
