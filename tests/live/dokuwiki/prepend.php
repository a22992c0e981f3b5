<?php
// Runs before every script: the configuration of this one wiki, instead of the machine's.
defined('DOKU_CONF') || define('DOKU_CONF', getenv('DOKUWIKI_CONF') . '/');
