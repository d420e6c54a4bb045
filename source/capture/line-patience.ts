/** One after the other, blank or not what is looked for: damage leaves some, a packed file may hold millions. */
const mostUseless = 200_000;

/** In thousands by hand: what knows how languages do it takes a twentieth of a start. */
const most = String(mostUseless).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** Why a file is not read on. */
export const useless = `${most} lines in a row are of no use: nothing is read`;

/** How long a reader goes on where nothing of use comes. */
export const createLinePatience = () => {
	let count = 0;
	return {
		/** A line was of use, or was not. */
		see(isOfUse: boolean) {
			count = isOfUse ? 0 : count + 1;
		},
		isOver: () => count >= mostUseless,
	};
};
