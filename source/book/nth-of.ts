/**
 * The value that has so many others below it or the same, of the first `count`; the values are moved about for it. To
 * sort a table's sizes for that takes three times as long.
 */
export const nthOf = (values: Float64Array, count: number, nth: number): number => {
	let low = 0;
	let high = count - 1;
	while (low < high) {
		const pivot = values[(low + high) >> 1] ?? 0;
		let left = low;
		let right = high;
		while (left <= right) {
			while ((values[left] ?? 0) < pivot) left++;
			while ((values[right] ?? 0) > pivot) right--;
			if (left > right) break;
			const value = values[left] ?? 0;
			values[left++] = values[right] ?? 0;
			values[right--] = value;
		}
		if (nth <= right) high = right;
		else if (nth >= left) low = left;
		else break;
	}
	return values[nth] ?? 0;
};
