/** Answers what was asked last without working it out again: several ask the same, one after the other. */
export const rememberLast = <Question, Answer>(
	answer: (question: Question) => Answer,
): ((question: Question) => Answer) => {
	let last: {readonly question: Question; readonly answer: Answer} | null = null;
	return question => {
		if (last?.question === question) return last.answer;
		const found = answer(question);
		last = {question, answer: found};
		return found;
	};
};
