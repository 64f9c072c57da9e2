const USER_INFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^/\s@"']+@/gi;

/** A text with "(hidden)" for the user info (`user:password@`) of the URLs in it. */
export const withoutUserInfo = (text: string): string => text.replace(USER_INFO, "$1(hidden)@");
