import { lines } from './import.ts';

/** A product with variants, an image and a video, as the control panel writes it. */
export const PANEL = lines(
  'Item,ID,Name,Type,SKU,Options,Inventory Tracking,Current Stock,Price,Weight,Is Visible,UPC/EAN,Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order,YouTube ID,Video Title,Video Description,Video Sort Order',
  'Product,77,Clevis kit,physical,CK,,variant,12,19.99,2.25,TRUE,,,,,,,,,',
  'Variant,78,,,CK-5,Type=Rectangle|Name=Length|Value=5 inType=Swatch|Name=Finish|Value=Zinc[#cccccc],,7,18.99,,,036000291452,,,,,,,,',
  'Variant,79,,,CK-6,Type=Rectangle|Name=Length|Value=6 inType=Swatch|Name=Finish|Value=Zinc[#cccccc],,5,,2.5,,,,,,,,,,',
  'Image,80,,,,,,,,,,,https://images.example/a.jpg,Front,TRUE,0,,,,',
  'Image,81,,,,,,,,,,,https://images.example/b.jpg,Side,FALSE,1,,,,',
  'Video,82,,,,,,,,,,,,,,,z3fRu9pkuXE,Fitting,How to,0',
);
