import type {Page} from 'playwright-core';

/** A picture as a browser paints it. */
export type Raster = {
	/** The colour of a pixel, `#rrggbb`. */
	pixel(x: number, y: number): string;
};

/** Paints an SVG on a canvas, `scale` pixels to one of its units. */
export const paintSvg = async (page: Page, svg: string, scale: number): Promise<Raster> => {
	const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
	const {width, data} = await page.evaluate<{width: number; data: string}>(`(async () => {
		const image = new Image();
		image.src = ${JSON.stringify(url)};
		await image.decode();
		const width = image.width * ${scale};
		const height = image.height * ${scale};
		const context = new OffscreenCanvas(width, height).getContext('2d');
		context.drawImage(image, 0, 0, width, height);
		const bytes = context.getImageData(0, 0, width, height).data;
		let data = '';
		for (let at = 0; at < bytes.length; at += 32768)
			data += String.fromCharCode(...bytes.subarray(at, at + 32768));
		return {width, data: btoa(data)};
	})()`);
	const bytes = Buffer.from(data, 'base64');
	return {
		pixel(x, y) {
			const at = (y * width + x) * 4;
			return `#${bytes.subarray(at, at + 3).toString('hex')}`;
		},
	};
};

/** A character where the browser put it, in units of the SVG from its upper left corner. */
export type PlacedChar = {
	readonly char: string;
	readonly x: number;
	readonly end: number;
	/** Of the line it stands on. */
	readonly y: number;
};

/** Every character of an SVG's text, by the browser's own layout. */
export const placeText = async (page: Page, svg: string): Promise<readonly PlacedChar[]> => {
	await page.setContent(`<body style="margin:0">${svg}</body>`);
	return page.evaluate<PlacedChar[]>(`[...document.querySelectorAll('svg g text')].flatMap(text => {
		const matrix = text.getCTM();
		const placed = [];
		let index = 0;
		for (const char of text.textContent) {
			const start = text.getStartPositionOfChar(index).matrixTransform(matrix);
			const end = text.getEndPositionOfChar(index).matrixTransform(matrix);
			placed.push({char, x: start.x, end: end.x, y: start.y});
			index += char.length;
		}
		return placed;
	})`);
};

/** What a page of an SVG looks like, as a PNG in base64; its animations stopped at a time. */
export const shootSvg = async (page: Page, svg: string, ms = 0): Promise<string> => {
	await page.setContent(`<body style="margin:0">${svg}</body>`);
	// Until the frame of that moment has been drawn, a picture would still be of the one before.
	await page.evaluate(`(async () => {
		const animations = document.getAnimations();
		for (const animation of animations) animation.pause();
		await Promise.all(animations.map(animation => animation.ready));
		for (const animation of animations) animation.currentTime = ${ms};
		const frame = () => new Promise(done => requestAnimationFrame(done));
		await frame();
		await frame();
	})()`);
	return (await page.screenshot()).toString('base64');
};

/** How many values of two PNGs are clearly apart; -1 where they are of different sizes. */
export const countApart = (page: Page, one: string, other: string): Promise<number> =>
	page.evaluate<number>(`(async () => {
		const read = async data => {
			const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
			const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
			context.drawImage(image, 0, 0);
			return context.getImageData(0, 0, image.width, image.height).data;
		};
		const [a, b] = [await read('${one}'), await read('${other}')];
		if (a.length !== b.length) return -1;
		return a.filter((value, at) => Math.abs(value - b[at]) > 64).length;
	})()`);
