// Small helps for the pages of the console; everything works without it.
"use strict";
