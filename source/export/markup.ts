const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
};

/** Text for HTML and XML, in elements and attributes, without what XML cannot hold. */
export const escapeMarkup = (text: string): string =>
	text
		.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ')
		.replace(/[&<>"]/g, character => entities[character] ?? '');
