/** A symbol as a part of a file's name: `MINA-GBP` of `MINA/GBP`. */
export const toFileName = (symbol: string): string => {
	const name = symbol.replaceAll(/[^\p{L}\p{N}._-]/gu, '-').slice(0, 100);
	return name.startsWith('.') ? `-${name}` : name;
};

/** A name as a cell of a file whose readers know no quotes. */
export const toCell = (name: string): string => name.replaceAll(/[",\p{Cc}\p{Z}]/gu, '-');
