import type {Alert} from '../alerts/alert-rule.js';
import type {FollowAlerts} from '../alerts/follow-alerts.js';
import {systemClock} from '../clock.js';
import type {RecordContext} from '../commands/record.js';
import type {SharedFlags} from './flags.js';
import {console} from './run.js';

/** Runs the command that was named for each alert; without one, nothing. */
const openAlertHook = async (
	{onAlert}: SharedFlags,
	complain: (text: string) => void,
): Promise<(alert: Alert) => void> => {
	if (onAlert === undefined) return () => undefined;
	const {createAlertHook} = await import('../alerts/alert-hook.js');
	const {createRunCommand} = await import('../commands/run-hook.js');
	return createAlertHook(createRunCommand(onAlert, process.env), complain);
};

/** What follows the rules of the flags and the settings; null where there are none. */
export const openAlerting = async (
	flags: SharedFlags,
	/** What goes wrong with the command. */
	complain = console.complain,
): Promise<FollowAlerts | null> => {
	const {alerts: rules} = flags.config;
	if (rules.length === 0) return null;
	const {createAlerts} = await import('../alerts/alerts.js');
	const {followAlerts} = await import('../alerts/follow-alerts.js');
	const hook = await openAlertHook(flags, complain);
	return (store, clock, tell) => {
		const alerts = createAlerts({rules, feeOf: flags.config.feeOf, clock});
		return followAlerts(store, alerts, clock, alert => {
			hook(alert);
			tell(alert);
		});
	};
};

/** As a recorder follows the rules: what goes off is said, and marked in what is recorded. */
export const openMarkedAlerting = async (
	flags: SharedFlags,
): Promise<NonNullable<RecordContext['followAlerts']>> => {
	const follow = await openAlerting(flags);
	if (!follow) return () => () => undefined;
	const {toAlertText} = await import('../alerts/alert-text.js');
	return (store, mark) =>
		follow(store, systemClock, alert => {
			const text = toAlertText(alert);
			mark(text);
			console.complain(text);
		});
};
