<?php
/**
 * Plugin Name: Areal
 * Description: Viser kartet over næringsarealer: lim inn adressen, eller skriv [areal kommune="3401"].
 * Version: 1.0.0
 * Requires at least: 5.9
 * Requires PHP: 7.4
 * License: EUPL-1.2
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Address of the map service. May be set in wp-config.php instead. */
if ( ! defined( 'AREAL_URL' ) ) {
	define( 'AREAL_URL', 'https://kart.example.org' );
}

/** Options of the map that the shortcode takes; the same names as on «Bygg inn kartet». */
function areal_options() {
	return array( 'kommune', 'kategori', 'areal', 'lang', 'theme', 'min_daa', 'max_daa', 'market', 'q' );
}

/** A pasted address of the map becomes the map, without the sandbox of unknown providers. */
function areal_provider() {
	$base = untrailingslashit( AREAL_URL );
	wp_oembed_add_provider( $base . '/*', $base . '/oembed' );
}
add_action( 'init', 'areal_provider' );

/** [areal kommune="3401" height="640" title="Ledige næringsarealer i Kongsvinger"] */
function areal_shortcode( $given ) {
	$defaults = array_fill_keys( areal_options(), '' );
	$given    = shortcode_atts(
		$defaults + array(
			'height' => '640',
			'title'  => 'Kart over næringsarealer',
		),
		$given,
		'areal'
	);
	$query    = array_filter( array_intersect_key( $given, $defaults ), 'strlen' );
	$source   = add_query_arg( urlencode_deep( $query ), untrailingslashit( AREAL_URL ) . '/embed' );
	return sprintf(
		'<iframe src="%s" title="%s" width="100%%" height="%d" loading="lazy" style="border:0"></iframe>',
		esc_url( $source ),
		esc_attr( $given['title'] ),
		max( 320, min( 2000, absint( $given['height'] ) ) )
	);
}
add_shortcode( 'areal', 'areal_shortcode' );
