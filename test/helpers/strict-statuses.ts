import {illegalStatuses} from '../../source/store/status-table.js';

// What is thrown here fails the test that is running: a status that the table does not allow is a bug.
illegalStatuses.subscribe(status => {
	throw new Error(`the table of statuses does not allow ${JSON.stringify(status)}`);
});
