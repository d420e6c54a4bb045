/** The fields of an object; none of anything else. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The fields of a JSON object; none of anything else. */
export const parseFields = (text: string): Readonly<Record<string, unknown>> => {
	try {
		return fieldsOf(JSON.parse(text));
	} catch {
		return {};
	}
};

/** The texts in what should be a list of them. */
export const textsIn = (value: unknown): readonly string[] =>
	Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
