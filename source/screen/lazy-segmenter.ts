const {Segmenter} = Intl;

/**
 * Parts texts into characters as people see them. What that takes is loaded with the first text: packages that measure
 * texts make one as they are loaded, which a tenth of a bare start of Node goes to, and nearly no text needs it. The
 * build puts this in its place there.
 */
export class LazySegmenter {
	readonly #given: ConstructorParameters<typeof Segmenter>;
	#made: Intl.Segmenter | null = null;

	constructor(...given: ConstructorParameters<typeof Segmenter>) {
		this.#given = given;
	}

	segment(text: string): Intl.Segments {
		this.#made ??= new Segmenter(...this.#given);
		return this.#made.segment(text);
	}
}
