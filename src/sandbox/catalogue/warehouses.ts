/** Where the invented distributor ships from; 3 shares no factor with 8, which the choice of several relies on. */
export const WAREHOUSES = [
  { code: 'RNO', name: 'Reno, NV', cutoff: '15:00' },
  { code: 'DFW', name: 'Dallas, TX', cutoff: '16:00' },
  { code: 'ATL', name: 'Atlanta, GA', cutoff: '15:30' },
  { code: 'IND', name: 'Indianapolis, IN', cutoff: '16:30' },
  { code: 'HBG', name: 'Harrisburg, PA', cutoff: '14:00' },
  { code: 'PDX', name: 'Portland, OR', cutoff: '14:30' },
  { code: 'KCK', name: 'Kansas City, KS', cutoff: '16:00' },
  { code: 'TOL', name: 'Toledo, OH', cutoff: '13:00' },
] as const;
