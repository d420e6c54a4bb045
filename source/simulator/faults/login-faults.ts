import type {Answer} from '../answer.js';
import {close1006} from './connection-faults.js';
import {withhold, type Scene} from './scene.js';

const forMs = 10_000;
const loginPath = '/login';

const page = `<!DOCTYPE html>
<html><head><title>Guest network: log in</title></head>
<body><form action="${loginPath}" method="post"><input name="room"></form></body></html>
`;

const html = {'content-type': 'text/html'};
const shown: Answer = {status: 200, headers: html, body: page};
const moved: Answer = {status: 302, headers: {...html, location: loginPath}, body: page};

/** What stands between answers itself: it sends elsewhere and shows its page, in turn. */
export const loginPage = (scene: Scene): void => {
	let count = 0;
	withhold(scene);
	scene.armRest(
		Infinity,
		({pathname}) => (pathname === loginPath || count++ % 2 === 1 ? shown : moved),
		forMs,
	);
	scene.armUpgrades(
		1,
		{status: '302 Found', headers: {Location: loginPath, 'Content-Type': 'text/html'}, body: page},
		forMs,
	);
	scene.armUpgrades(
		1,
		{status: '200 OK', headers: {'Content-Type': 'text/html'}, body: page},
		forMs,
	);
	close1006(scene);
};
