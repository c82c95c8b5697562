export const API_KEY = 'sandbox-key';
export const ACCESS_TOKEN = 'sandbox-token';
export const STORE_HASH = 'sandbox';
