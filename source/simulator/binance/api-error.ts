/** A request refused, in the numbers and words of the published list. */
export class ApiError extends Error {
	readonly code: number;

	constructor(code: number, message: string) {
		super(message);
		this.code = code;
	}
}

export const missing = (name: string) =>
	new ApiError(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);

export const illegal = (name: string, legal: string) =>
	new ApiError(
		-1100,
		`Illegal characters found in parameter '${name}'; legal range is '${legal}'.`,
	);
