import { Hono } from 'hono';
import { STORE_HASH, type World } from '../world.ts';

/** V2 `/store` and `/time`: what a connection test asks (docs/facts/bigcommerce-api.md#store-information). */
export function storeInformationRoutes({ settings }: World): Hono {
  return new Hono()
    .get('/time', (c) => c.json({ time: Math.floor(Date.now() / 1000) }))
    .get('/store', (c) => {
      const { origin } = new URL(c.req.url);
      return c.json({
        id: STORE_HASH,
        account_uuid: '7a1f0f8e-5b2c-4f3d-9a6e-0c1d2e3f4a5b',
        domain: 'sandbox-truck-parts.example',
        secure_url: origin,
        control_panel_base_url: origin,
        status: 'live',
        name: 'Sandbox Truck Parts',
        first_name: 'Sandbox',
        last_name: 'Owner',
        address: '1 Test Track Road, Reno NV 89501',
        country: 'United States',
        country_code: 'US',
        phone: '555-0100',
        admin_email: 'owner@sandbox-truck-parts.example',
        order_email: 'orders@sandbox-truck-parts.example',
        timezone: {
          name: 'America/Los_Angeles',
          raw_offset: -28_800,
          dst_offset: -25_200,
          dst_correction: true,
          date_format: { display: 'M jS Y', export: 'M jS Y', extended_display: 'M jS Y @ g:i A' },
        },
        language: 'en',
        currency: 'USD',
        currency_symbol: '$',
        decimal_separator: '.',
        thousands_separator: ',',
        decimal_places: 2,
        currency_symbol_location: 'left',
        weight_units: 'LBS',
        dimension_units: 'Inches',
        dimension_decimal_places: 2,
        dimension_decimal_token: '.',
        dimension_thousands_token: ',',
        plan_name: { standard: 'Standard', pro: 'Pro', unlimited: 'Enterprise' }[settings.plan],
        plan_level: { standard: 'Standard', pro: 'Pro', unlimited: 'Enterprise' }[settings.plan],
        plan_is_trial: false,
        industry: 'Automotive',
        logo: [],
        is_price_entered_with_tax: settings.pricesWithTax !== null,
        store_id: 1001,
        default_channel_id: 1,
        default_site_id: 1000,
        active_comparison_modules: [],
        features: {
          stencil_enabled: true,
          sitewidehttps_enabled: false,
          facebook_catalog_id: '',
          checkout_type: 'optimized',
          wishlists_enabled: false,
          graphql_storefront_api_enabled: true,
          shopper_consent_tracking_enabled: false,
          multi_storefront_enabled: false,
          storefront_limits: { active: 1, total_including_inactive: 1 },
        },
      });
    });
}
