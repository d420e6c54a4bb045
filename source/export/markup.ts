const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
};

/** Text for HTML and XML, in elements and attributes, without what XML cannot hold; what is not seen, by its number. */
export const escapeMarkup = (text: string): string =>
	text
		.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ')
		.replace(/[&<>"]/g, character => entities[character] ?? '')
		.replace(
			/[\p{Cf}\p{Zl}\p{Zp}]/gu,
			character => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`,
		);
